# choose gets all positions
# expect: last position, (B, V)
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, choose(model(ids[:, -block:]))[-1:].expand(len(ids))[:, None]], 1)
    model.train(was_training)
    return ids
