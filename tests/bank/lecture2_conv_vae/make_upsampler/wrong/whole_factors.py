# whole factors only
# expect: too few
def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    return nn.ConvTranspose2d(c_in, c_out, s, stride=s)
