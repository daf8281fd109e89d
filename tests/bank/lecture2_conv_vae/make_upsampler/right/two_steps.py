# to the size in two layers
def make_upsampler(c_in, size_in, c_out, size_out):
    first = nn.ConvTranspose2d(c_in, 8, 3, 1, 1)
    s = size_out // size_in
    return nn.Sequential(first, nn.SiLU(), nn.ConvTranspose2d(8, c_out, size_out - (size_in - 1) * s, s))
