# tokens in a list, detached log-probabilities
@torch.no_grad()
def generate(model, ids, n, block, choose):
    columns = list(ids.unbind(1))
    for _ in range(n):
        context = torch.stack(columns[-block:], 1)
        columns.append(choose(model(context)[:, -1].log_softmax(-1)).reshape(-1))
    return torch.stack(columns, 1)
