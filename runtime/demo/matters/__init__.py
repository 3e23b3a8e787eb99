"""What the invented customers write about, and how it was answered: texts in three languages."""
