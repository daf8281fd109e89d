# gradients are tracked
# expect: gradients are tracked
def generate(model, ids, n, block, choose):
    for _ in range(n):
        ids = torch.cat([ids, choose(model(ids[:, -block:])[:, -1])[:, None]], 1)
    return ids
