"""How many tickets will come, half-hour by half-hour, and how many people it takes to answer them."""
