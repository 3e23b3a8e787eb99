"""The form of a mail: headers, words, addresses, dates and the tree of its parts."""
