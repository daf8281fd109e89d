# doubles, whatever is asked for
# expect: the image has size
def make_upsampler(c_in, size_in, c_out, size_out):
    return nn.ConvTranspose2d(c_in, c_out, 4, stride=2, padding=1)
