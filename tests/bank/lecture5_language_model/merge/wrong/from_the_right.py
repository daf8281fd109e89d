# merged from the right
# expect: right to left
def merge(ids, pair, new_id):
    made, place = [], len(ids) - 1
    while place >= 0:
        if place > 0 and (ids[place - 1], ids[place]) == tuple(pair):
            made.insert(0, new_id)
            place -= 2
        else:
            made.insert(0, ids[place])
            place -= 1
    return made
