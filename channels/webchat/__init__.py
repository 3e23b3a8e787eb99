"""Web chat: visitors of a site write through our widget; sending to them is a row that their socket is told of."""
