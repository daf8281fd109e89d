# a lazy layer
def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    return nn.LazyConvTranspose2d(c_out, size_out - (size_in - 1) * s + 2, s, padding=1)
