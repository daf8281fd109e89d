# switches gradients off globally and never on
# expect: gradients stay switched off
def generate(model, ids, n, block, choose):
    torch.set_grad_enabled(False)
    for _ in range(n):
        ids = torch.cat([ids, choose(model(ids[:, -block:])[:, -1])[:, None]], 1)
    return ids
