# the last token is always appended, even when it was merged
# expect: although it was merged
def merge(ids, pair, new_id):
    out, i = [], 0
    while i < len(ids) - 1:
        if (ids[i], ids[i + 1]) == pair:
            out.append(new_id)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    if ids:
        out.append(ids[-1])
    return out
