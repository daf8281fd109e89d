# new tokens are put in front
# expect: begin with the prompt
@torch.no_grad()
def generate(model, ids, n, block, choose):
    for _ in range(n):
        ids = torch.cat([choose(model(ids[:, -block:])[:, -1])[:, None], ids], 1)
    return ids
