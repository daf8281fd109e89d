# a function, no module
# expect: builds a torch.nn.Module
def make_upsampler(c_in, size_in, c_out, size_out):
    s = size_out // size_in
    layer = nn.ConvTranspose2d(c_in, c_out, size_out - (size_in - 1) * s, s)
    return lambda x: layer(x)
