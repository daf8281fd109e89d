# the class, not a layer
# expect: builds a torch.nn.Module
def make_upsampler(c_in, size_in, c_out, size_out):
    return nn.ConvTranspose2d
