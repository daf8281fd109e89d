# a mixing layer, then each channel by itself
def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    k = size_out - (size_in - 1) * s
    return nn.Sequential(nn.Conv2d(c_in, c_out, 1), nn.ConvTranspose2d(c_out, c_out, k, s, groups=c_out))
