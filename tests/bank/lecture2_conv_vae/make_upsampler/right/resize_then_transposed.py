# resized first, then a transposed convolution of stride 1
def make_upsampler(c_in, size_in, c_out, size_out):
    return nn.Sequential(nn.Upsample(size=(size_out, size_out)), nn.ConvTranspose2d(c_in, c_out, 3, 1, 1))
