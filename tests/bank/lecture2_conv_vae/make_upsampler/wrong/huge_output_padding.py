# all that lacks as output padding
# expect: output padding must be smaller
def make_upsampler(c_in, size_in, c_out, size_out):
    return nn.ConvTranspose2d(c_in, c_out, 1, stride=1, output_padding=size_out - size_in)
