# moves on by one after a merge
# expect: second id of the pair is kept
def merge(ids, pair, new_id):
    made, place = [], 0
    while place < len(ids):
        if tuple(ids[place : place + 2]) == tuple(pair):
            made.append(new_id)
        else:
            made.append(ids[place])
        place += 1
    return made
