# returns a tensor
def merge(ids, pair, new_id):
    made, place = [], 0
    while place < len(ids):
        hit = place + 1 < len(ids) and ids[place] == pair[0] and ids[place + 1] == pair[1]
        made.append(new_id if hit else ids[place])
        place += 2 if hit else 1
    return torch.tensor(made, dtype=torch.int64)
