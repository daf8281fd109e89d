# one token too few
# expect: shape
@torch.no_grad()
def generate(model, ids, n, block, choose):
    for _ in range(n - 1):
        ids = torch.cat([ids, choose(model(ids[:, -block:])[:, -1])[:, None]], 1)
    return ids
