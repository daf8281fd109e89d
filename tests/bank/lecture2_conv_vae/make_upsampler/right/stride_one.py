# one big kernel of stride 1
def make_upsampler(c_in, size_in, c_out, size_out):
    return nn.Sequential(nn.ConvTranspose2d(c_in, c_out, size_out - size_in + 1))
