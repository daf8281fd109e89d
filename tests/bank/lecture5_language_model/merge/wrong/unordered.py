# (b, a) is merged too
# expect: order within the pair is ignored
def merge(ids, pair, new_id):
    made, place = [], 0
    while place < len(ids):
        if sorted(ids[place : place + 2]) == sorted(pair):
            made.append(new_id)
            place += 2
        else:
            made.append(ids[place])
            place += 1
    return made
