# looks beyond the end
# expect: IndexError
def merge(ids, pair, new_id):
    made, place = [], 0
    while place < len(ids):
        if ids[place] == pair[0] and ids[place + 1] == pair[1]:
            made.append(new_id)
            place += 2
        else:
            made.append(ids[place])
            place += 1
    return made
