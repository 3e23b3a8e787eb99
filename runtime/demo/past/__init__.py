"""Two weeks that happened before anybody looked, made by the desk's own actions with a moved clock."""
