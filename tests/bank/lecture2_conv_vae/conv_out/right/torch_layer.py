# asks a layer
def conv_out(n, k, s, p, d=1):
    return nn.Conv1d(1, 1, k, stride=s, padding=p, dilation=d)(torch.zeros(1, 1, n)).shape[-1]
