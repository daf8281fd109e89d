# the model is put in training mode
# expect: left in training mode
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, choose(model(ids[:, -block:])[:, -1])[:, None]], 1)
    model.train()
    return ids
