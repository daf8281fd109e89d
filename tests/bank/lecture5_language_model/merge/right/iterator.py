# looks back at what was written
def merge(ids, pair, new_id):
    made, free = [], False
    for token in ids:
        if free and made[-1] == pair[0] and token == pair[1]:
            made[-1] = new_id
            free = False
        else:
            made.append(token)
            free = True
    return made
