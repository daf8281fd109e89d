# new tokens are not fed back
# expect: append each before the next
def generate(model, ids, n, block, choose):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for _ in range(n):
            x = ids if _ == 0 else x
            ids = torch.cat([ids, choose(model(x[:, -block:])[:, -1])[:, None]], 1)
    model.train(was_training)
    return ids
