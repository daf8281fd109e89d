# always greedy
# expect: never called
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            ids = torch.cat([ids, model(ids[:, -block:])[:, -1].argmax(-1)[:, None]], 1)
    model.train(was_training)
    return ids
