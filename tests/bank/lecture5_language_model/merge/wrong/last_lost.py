# the last id is lost
# expect: last id is lost
def merge(ids, pair, new_id):
    made, place = [], 0
    while place < len(ids) - 1:
        if (ids[place], ids[place + 1]) == tuple(pair):
            made.append(new_id)
            place += 2
        else:
            made.append(ids[place])
            place += 1
    return made
