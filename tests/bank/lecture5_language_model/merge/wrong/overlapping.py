# T03: 'aaa' becomes two tokens
# expect: overlapping pairs are merged
def merge(ids, pair, new_id):
    made, skip = [], False
    for place in range(len(ids)):
        if tuple(ids[place : place + 2]) == tuple(pair):
            made.append(new_id)
            skip = True
        elif skip:
            skip = False
        else:
            made.append(ids[place])
    return made
