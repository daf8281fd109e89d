# all weights are frozen
# expect: every weight is frozen
def make_upsampler(c_in, size_in, c_out, size_out):
    up = nn.ConvTranspose2d(c_in, c_out, size_out - size_in + 1)
    for p in up.parameters():
        p.requires_grad_(False)
    return up
