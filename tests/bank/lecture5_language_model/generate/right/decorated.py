# inference_mode as a decorator, the mode untouched
@torch.inference_mode()
def generate(model, ids, n, block, choose):
    for _ in range(n):
        window = ids if ids.shape[1] <= block else ids[:, -block:]
        token = choose(model(window)[:, -1, :])
        ids = torch.cat((ids, token.unsqueeze(1)), dim=1)
    return ids
