# the model stays in eval mode
# expect: left in eval mode
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, choose(model(ids[:, -block:])[:, -1])[:, None]], 1)
    return ids
