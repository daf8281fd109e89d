# D17: the logits of the first position
# expect: first position
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, choose(model(ids[:, -block:])[:, 0])[:, None]], 1)
    model.train(was_training)
    return ids
