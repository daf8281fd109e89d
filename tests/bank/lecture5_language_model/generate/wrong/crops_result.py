# the result is cropped
# expect: rows are cropped
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = ids[:, -block:]
            ids = torch.cat([ids, choose(model(ids[:, -block:])[:, -1])[:, None]], 1)
    model.train(was_training)
    return ids
