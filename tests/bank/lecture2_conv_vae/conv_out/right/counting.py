# counts the places in a loop
def conv_out(n, k, s, p, d=1):
    places, start = 0, -p
    while start + d * (k - 1) < n + p:
        places, start = places + 1, start + s
    return places
