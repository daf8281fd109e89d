# writes into a buffer
def generate(model, ids, n, block, choose):
    B, T = ids.shape
    out = torch.cat([ids, ids.new_zeros(B, n)], 1)
    mode = model.training
    model.eval()
    try:
        with torch.no_grad():
            for t in range(T, T + n):
                logits = model(out[:, max(0, t - block) : t])
                out[:, t] = choose(logits[:, -1])
    finally:
        model.train(mode)
    return out
