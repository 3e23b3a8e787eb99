"""The first schema, one module per area; frozen once released, later changes are revisions of their own."""
