package attribution

func (f *finder) deeds() {}
