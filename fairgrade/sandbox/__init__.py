"""The wall: student code runs behind it, one namespace, filter and set of limits for each submission."""
