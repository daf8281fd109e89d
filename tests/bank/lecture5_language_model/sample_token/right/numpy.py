# numpy, a loop over rows
def sample_token(logits):
    import numpy as np
    p = logits.double().softmax(-1).numpy()
    return torch.tensor([np.random.choice(p.shape[1], p=row / row.sum()) for row in p])
