# one token too few
# expect: one token too few
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, choose(model(ids[:, -max(block - 1, 1) :])[:, -1])[:, None]], 1)
    model.train(was_training)
    return ids
