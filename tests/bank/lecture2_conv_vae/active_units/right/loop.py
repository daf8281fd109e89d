# a loop
def active_units(mu, threshold=1e-2):
    count = 0
    for column in mu.T:
        count += bool(((column - column.mean()) ** 2).mean() > threshold)
    return count
