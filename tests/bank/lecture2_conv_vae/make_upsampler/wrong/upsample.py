# nearest neighbours and a convolution
# expect: interpolate or an ordinary convolution
def make_upsampler(c_in, size_in, c_out, size_out):
    return nn.Sequential(nn.Upsample(size=(size_out, size_out)), nn.Conv2d(c_in, c_out, 3, padding=1))
