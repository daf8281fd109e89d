# every row gets row 0's token
# expect: all rows get the same
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, choose(model(ids[:, -block:])[:, -1])[:1, None].expand(len(ids), 1)], 1)
    model.train(was_training)
    return ids
