"""OpenID Connect as seen by who relies on it: a provider's papers and keys, codes turned into who somebody is."""
