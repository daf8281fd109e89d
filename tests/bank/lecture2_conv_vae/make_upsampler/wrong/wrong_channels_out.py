# keeps the number of channels
# expect: axis c_out has size
def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    return nn.ConvTranspose2d(c_in, c_in, size_out - (size_in - 1) * s, s)
