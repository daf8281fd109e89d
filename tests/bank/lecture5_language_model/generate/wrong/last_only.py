# only the last token
# expect: last token only
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, choose(model(ids[:, -1:])[:, -1])[:, None]], 1)
    model.train(was_training)
    return ids
